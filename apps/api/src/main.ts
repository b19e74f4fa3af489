import { createServices, readEnv } from "@mainstay/runtime";
