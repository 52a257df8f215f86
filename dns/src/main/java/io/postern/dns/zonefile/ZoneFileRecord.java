package io.postern.dns.zonefile;

import java.util.List;

/**
 * A record of a zone file, with its text taken apart.
 *
 * @param line where it begins in the file, from 1
 * @param owner its full name in lower case, without the last dot
 * @param type the mnemonic, such as {@code AAAA}
 * @param fields the parts of its data in the order of its RFC: numbers and addresses as text, names
 *     in full without the last dot, the strings of a TXT record without quotes and escapes. Data of
 *     a type that Postern has no use for is one field
 */
public record ZoneFileRecord(
    int line, String owner, String type, long ttlSeconds, List<String> fields) {
  public ZoneFileRecord {
    fields = List.copyOf(fields);
  }
}
