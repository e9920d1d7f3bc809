import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './ui/theme.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
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
          <Notifications position="bottom-right" limit={3} />
          <LiveRegion />
        </QueryClientProvider>
      </Locale>
    </MantineProvider>
  </StrictMode>,
);
