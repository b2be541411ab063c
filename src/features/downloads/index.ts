export { applyDownloads } from "./apply-batch.ts";
export { findDownload, type HeldDownload, heldDownload } from "./find.ts";
export { type DownloadFormat, type DownloadLocation, type DownloadTarget, locateDownload } from "./locate.ts";
export { openDownload } from "./open.ts";
export { getDownloadSeries } from "./series.ts";
export { refreshDownloadWindows } from "./refresh-windows.ts";
