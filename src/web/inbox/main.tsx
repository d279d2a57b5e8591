import "./inbox.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { followSystemTheme, prefer, preferences } from "./base/preferences.ts";
import { loadTexts } from "./base/texts.tsx";

followSystemTheme();
const asked = new URLSearchParams(location.search).get("lang");
if (asked === "ar" || asked === "en") prefer({ language: asked });

const root = document.getElementById("root");
if (!root) throw new Error("the page has no root");
const first = await loadTexts(preferences().language);
createRoot(root).render(
  <StrictMode>
    <App first={first} />
  </StrictMode>,
);
