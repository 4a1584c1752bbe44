"""Messages to traders: what happened to their declarations, told in one order that never skips.

shown         what of an event a trader may see; pure
feed          the events of an organisation, page by page; its cursors
address       where a webhook may be sent; pure
signing_secrets   the secrets that sign, sealed in the store
endpoints     the acts on webhook endpoints: register, change, delete, new secret, ping, replay
following     the feed becomes deliveries, a row each
claiming      which deliveries are due: the first of each recipient
posting       one POST to the very address that was vetted
mailing       one mail to a person
delivering    one try of one delivery

The feed is the truth; webhooks and mail are hints. The row that needs doing is the queue.
"""
