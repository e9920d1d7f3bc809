import './ui/first.css';
import './ui/theme.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/query-client.ts';
import { locale, startI18n } from './i18n.ts';
import { router } from './routes.tsx';
import { LiveRegion } from './ui/announce.tsx';
import { styleNonce } from './ui/nonce.ts';
import { cssVariables, theme } from './ui/theme.ts';
import { Toasts } from './ui/toast.tsx';
import { Locale } from './ui/values.tsx';

startI18n();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <Locale value={locale}>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
          <Toasts />
          <LiveRegion />
        </QueryClientProvider>
      </Locale>
    </MantineProvider>
  </StrictMode>,
);
