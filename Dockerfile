# One image for the services and the worker; the console's static pages are a stage of their own, for a stock nginx.
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build

FROM node:20-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM nginx:1.28-alpine AS console
COPY deploy/nginx.conf /etc/nginx/conf.d/default.conf
COPY --from=build /app/dist/apps/console /usr/share/nginx/html

FROM node:20-bookworm-slim AS service
# Nothing is embedded here unless EMBEDDED=allow says so: a forgotten URL must not start an empty store.
ENV NODE_ENV=production HOST=0.0.0.0 VERDICT_DATA=/var/lib/verdict
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json ./
COPY sql ./sql
COPY openapi ./openapi
COPY libs/trust/lua ./libs/trust/lua
RUN mkdir -p /var/lib/verdict && chown node:node /var/lib/verdict
USER node
VOLUME /var/lib/verdict
# Not bin/verdict.mjs: that one builds what is stale first, and here are no sources.
ENTRYPOINT ["node", "dist/apps/verdict/src/main.js"]
CMD ["--help"]
