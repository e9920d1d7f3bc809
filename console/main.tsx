import './ui/theme/first.css';
import './ui/theme/theme.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/query-client.ts';
import { locale, startI18n } from './i18n.ts';
import { router } from './routes.tsx';
import { LiveRegion } from './ui/feedback/announce.tsx';
import { Toasts } from './ui/feedback/toast.tsx';
import { styleNonce } from './ui/theme/nonce.ts';
import { cssVariables, theme } from './ui/theme/theme.ts';
import { Locale } from './ui/values.tsx';

startI18n();

/** Shows the query cache to developers. The build leaves it out: DEV is false there. */
const QueryDevtools = import.meta.env.DEV
  ? lazy(async () => ({ default: (await import('@tanstack/react-query-devtools')).ReactQueryDevtools }))
  : null;

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
          <Suspense>{QueryDevtools && <QueryDevtools buttonPosition="bottom-left" />}</Suspense>
        </QueryClientProvider>
      </Locale>
    </MantineProvider>
  </StrictMode>,
);
