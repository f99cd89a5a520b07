import { Colour } from "./generated/index.js";

export const colours = Object.values(Colour).join(", ");
