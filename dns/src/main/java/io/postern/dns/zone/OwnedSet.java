package io.postern.dns.zone;

import io.postern.dns.name.DnsName;

/** A record set together with the name that owns it: what a section of an answer is made of. */
public record OwnedSet(DnsName owner, RecordSet records) {}
