package io.postern.server.webhook.model;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a webhook delivers. All parts must let a change through.
 *
 * @param kinds the kinds of resources, as the types of events call them; empty for all
 * @param scope a name, with all below it; empty for all
 * @param namePrefix what names begin with; empty for anything
 * @param withPrevious whether changes have the value before them
 * @param allTenants whether it is shown what an administrator is, and not only its own tenant's
 */
public record Selection(
    Set<String> kinds, String scope, String namePrefix, boolean withPrevious, boolean allTenants) {
  public Selection {
    // In order, so that the same selection is stored as the same text.
    kinds = Collections.unmodifiableSortedSet(new TreeSet<>(kinds));
  }
}
