// Before Prism is loaded: it must neither look for a document nor answer messages.
Object.assign(globalThis, { Prism: { manual: true, disableWorkerMessageHandler: true } });
