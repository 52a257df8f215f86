package io.postern.server.dnsview;

import io.postern.dns.snapshot.Lineage;
import io.postern.dns.view.ZoneIndex;

/**
 * What DNS answers from.
 *
 * @param lineage of the ids in it
 */
record PublishedIndex(Lineage lineage, ZoneIndex index) {}
