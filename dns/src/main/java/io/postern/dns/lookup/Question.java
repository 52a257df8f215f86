package io.postern.dns.lookup;

import io.postern.dns.name.DnsName;
import io.postern.dns.zone.RecordType;

/** What is asked: a name and a type, of class IN. */
public record Question(DnsName name, RecordType type) {}
