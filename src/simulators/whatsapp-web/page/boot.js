/* Becomes what the library looks for: a version and `window.require`. */
import { config } from "./config.js";
import { boot } from "./connection.js";
import { requireModule } from "./modules.js";
import { orders } from "./orders.js";
import { listen } from "./wire.js";

// Orders first: what happens between the history and the first order would be lost.
await listen((name, args) => orders[name](...args));
window.require = requireModule;
window.Debug = { VERSION: config.version };
setTimeout(() => void boot(), config.bootDelay ?? 50);
