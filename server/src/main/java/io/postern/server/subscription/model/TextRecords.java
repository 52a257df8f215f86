package io.postern.server.subscription.model;

import java.util.List;
import java.util.Optional;

/** What public DNS says in TXT records. May wait, so it is asked outside of transactions. */
public interface TextRecords {
  /**
   * The texts at a name, those of one record joined (RFC 7208 §3.3 reads them so, too).
   *
   * @param name a DNS name without a trailing dot
   * @return empty when nobody could be asked, or nobody answered
   */
  Optional<List<String>> at(String name);
}
