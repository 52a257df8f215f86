package io.postern.dns.lookup;

import io.postern.dns.lookup.Lookup.NoData;
import io.postern.dns.lookup.Lookup.NotAuthoritative;
import io.postern.dns.view.PublicName;
import io.postern.dns.view.ZoneIndex;

/** The answer of the registered public names, the same for every network. */
final class PublicLookup {
  private PublicLookup() {}

  static Lookup lookup(ZoneIndex index, Question question) {
    var node = index.publicNames().nodeAt(question.name());
    if (node == null) {
      return new NotAuthoritative();
    }
    var found = ZoneLookup.recorded(question, node);
    return found != null
        ? found
        : new NoData(PublicName.negativeSoa(question.name(), index.revision()));
  }

  /** Whether the public side has a record of any type at the question's name. */
  static boolean hasRecords(ZoneIndex index, Question question) {
    var node = index.publicNames().nodeAt(question.name());
    return node != null && !node.isEmpty();
  }
}
