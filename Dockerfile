# glibc, not Alpine: the lock holds glibc packages and Chromium needs it.
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .puppeteerrc.cjs ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json ./
COPY scripts scripts
COPY src src
RUN npm run build

FROM node:22-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .puppeteerrc.cjs ./
# The embedded MongoDB engine is for demos and tests, and its licence (SSPL-1.0) is not ours to pass on in an image.
RUN npm ci --omit=dev --no-audit --no-fund && rm -rf node_modules/@0q

FROM node:22-bookworm-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates chromium fonts-hosny-amiri fonts-noto-core \
  && rm -rf /var/lib/apt/lists/* \
  && install -d -o node -g node /data
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json LICENSE ./
COPY flows flows
COPY locales locales
# HOME: Chromium writes there, and the root file system is read-only.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 WASL_DATA_DIR=/data CHROMIUM_PATH=/usr/bin/chromium HOME=/tmp
USER node
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+process.env.PORT+'/healthz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "dist/main.js"]
