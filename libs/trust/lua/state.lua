-- Which epoch this server holds. ARGV: none. Answers {run_id, epoch or '', token or ''}; the last two empty: lost.
local epoch = open_epoch()
return { run_id(), epoch and epoch.number or '', epoch and epoch.token or '' }
