// Loaded before an app that `dev` runs: the channel closes in whatever way the runner ends, kill -9 included.
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
// Listening keeps a process alive, which is not this one's business.
process.channel?.unref();
