export { applyDownloads } from "./apply-batch.ts";
export { type DownloadFormat, type DownloadLocation, locateDownload } from "./locate.ts";
export { openDownload } from "./open.ts";
export { getDownloadSeries } from "./series.ts";
export { refreshDownloadWindows } from "./refresh-windows.ts";
