-- For wrk: asks for the addresses of a file in turn, and tells what came of it as one line of JSON.
local addresses, last = {}, 0

function init(args)
  for line in io.lines(args[1]) do addresses[#addresses + 1] = line end
end

function request()
  last = last % #addresses + 1
  return wrk.format("GET", addresses[last])
end

function done(summary, latency)
  local failed = summary.errors
  io.write(string.format(
    '{"asked": %d, "seconds": %f, "bytes": %d, "median": %f, "p95": %f, "failed": %d}\n',
    summary.requests, summary.duration / 1e6, summary.bytes, latency:percentile(50) / 1e6, latency:percentile(95) / 1e6,
    failed.connect + failed.read + failed.write + failed.status + failed.timeout
  ))
end
