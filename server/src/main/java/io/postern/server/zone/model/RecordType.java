package io.postern.server.zone.model;

import java.util.Locale;
import java.util.Optional;

/**
 * The record types a private zone can hold. Its NS set is not among them: there is no delegation.
 */
public enum RecordType {
  A("a_records"),
  AAAA("aaaa_records"),
  CNAME("cname_record"),
  MX("mx_records"),
  PTR("ptr_records"),
  SOA("soa_record"),
  SRV("srv_records"),
  TXT("txt_records");

  private final String field;

  RecordType(String field) {
    this.field = field;
  }

  /** The path of the request field that carries its records. */
  public String field() {
    return "record_set." + field;
  }

  public boolean isAddress() {
    return this == A || this == AAAA;
  }

  /** The type that names of record sets say, in whatever case. */
  public static Optional<RecordType> named(String text) {
    var upper = text.toUpperCase(Locale.ROOT);
    for (var type : values()) if (type.name().equals(upper)) return Optional.of(type);
    return Optional.empty();
  }
}
