// Property tests run on the same inputs every time, so that a red run is a change's own; `FC_SEED=…` makes others.

import fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env["FC_SEED"] ?? 1) });
