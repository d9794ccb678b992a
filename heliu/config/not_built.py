"""What a browser sees when the SPA was not built: what is missing and how to get it."""

HTML = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>合流 Heliu</title>
<style nonce="__CSP_NONCE__">
body { font: 16px/1.7 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; max-width: 40rem; margin: 12vh auto;
  padding: 0 1.5rem; color: #1f2937; background: #fff; }
code { background: #f1f5f9; padding: .1rem .4rem; border-radius: .3rem; }
@media (prefers-color-scheme: dark) { body { color: #e5e7eb; background: #111827; } code { background: #1f2937; } }
</style>
</head>
<body>
<h1>合流已启动，界面尚未构建</h1>
<p>服务器和接口都在工作。请在源码目录运行 <code>make setup</code>，然后刷新本页。</p>
<p lang="en">The server and its API are working, but the interface was not built yet.
Run <code>make setup</code> in the source folder, then reload this page.</p>
</body>
</html>
"""
