package io.postern.client.call;

import java.util.List;

/**
 * One page of a list.
 *
 * @param values what is on it, in the order of the list
 * @param nextPageToken what to ask for the next page with; empty when this is the last one
 * @param revisionToken the revision at which the page holds, opaque
 */
public record Page<R>(List<R> values, String nextPageToken, String revisionToken) {
  public Page {
    values = List.copyOf(values);
  }

  /** Whether there is another page. */
  public boolean hasNext() {
    return !nextPageToken.isEmpty();
  }
}
