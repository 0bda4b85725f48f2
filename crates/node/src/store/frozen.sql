-- What went as void because a directory was frozen comes again.
CREATE INDEX outbox_frozen ON outbox (peer, lane, seq) WHERE void = 'frozen';
