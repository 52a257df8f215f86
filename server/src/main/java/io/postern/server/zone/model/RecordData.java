package io.postern.server.zone.model;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The data of one record, valid for its type.
 *
 * <p>There is no SOA among them: it is part of the zone. The static makers check what a request
 * says and name the field at fault.
 */
public sealed interface RecordData {
  RecordType type();

  /** The record of an address, of the type of its family. */
  static RecordData address(IpAddress address) {
    return address.isV4() ? new A(address) : new Aaaa(address);
  }

  /** RFC 1035 §3.4.1. */
  record A(IpAddress address) implements RecordData {
    public A {
      if (!address.isV4()) throw new IllegalArgumentException(address + " is not IPv4");
    }

    public static A parse(String text, String field) {
      var address = parseAddress(text, field);
      if (!address.isV4())
        throw invalid(field, "'" + text + "' is an IPv6 address; it belongs into an AAAA record.");
      return new A(address);
    }

    @Override
    public RecordType type() {
      return RecordType.A;
    }
  }

  /** RFC 3596. */
  record Aaaa(IpAddress address) implements RecordData {
    public Aaaa {
      if (address.isV4()) throw new IllegalArgumentException(address + " is not IPv6");
    }

    public static Aaaa parse(String text, String field) {
      var address = parseAddress(text, field);
      if (address.isV4())
        throw invalid(field, "'" + text + "' is an IPv4 address; it belongs into an A record.");
      return new Aaaa(address);
    }

    @Override
    public RecordType type() {
      return RecordType.AAAA;
    }
  }

  /** RFC 1035 §3.3.1. */
  record Cname(DomainName target) implements RecordData {
    @Override
    public RecordType type() {
      return RecordType.CNAME;
    }
  }

  /** RFC 1035 §3.3.9. */
  record Mx(int preference, DomainName exchange) implements RecordData {
    public static Mx of(int preference, DomainName exchange, String field) {
      return new Mx(unsigned16(preference, field + ".preference"), exchange);
    }

    @Override
    public RecordType type() {
      return RecordType.MX;
    }
  }

  /** RFC 1035 §3.3.12. */
  record Ptr(DomainName target) implements RecordData {
    @Override
    public RecordType type() {
      return RecordType.PTR;
    }
  }

  /**
   * RFC 2782.
   *
   * @param target {@link DomainName#ROOT} says that there is no such service
   */
  record Srv(int priority, int weight, int port, DomainName target) implements RecordData {
    public static Srv of(int priority, int weight, int port, DomainName target, String field) {
      return new Srv(
          unsigned16(priority, field + ".priority"),
          unsigned16(weight, field + ".weight"),
          unsigned16(port, field + ".port"),
          target);
    }

    @Override
    public RecordType type() {
      return RecordType.SRV;
    }
  }

  /** RFC 1035 §3.3.14: one or more strings of octets, here of UTF-8. */
  record Txt(List<String> values) implements RecordData {
    private static final int MAX_STRING_BYTES = 255;
    private static final int MAX_BYTES = 1024;

    public Txt {
      values = List.copyOf(values);
    }

    public static Txt of(List<String> values, String field) {
      if (values.isEmpty()) throw invalid(field, "A TXT record has at least one string.");
      int total = 0;
      for (int i = 0; i < values.size(); i++) {
        int bytes = values.get(i).getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_STRING_BYTES) {
          throw invalid(
              field + "[" + i + "]",
              "A string of a TXT record has at most "
                  + MAX_STRING_BYTES
                  + " bytes, not "
                  + bytes
                  + "; split it.");
        }
        total += bytes;
      }
      if (total > MAX_BYTES)
        throw invalid(
            field, "A TXT record has at most " + MAX_BYTES + " bytes, not " + total + ".");
      return new Txt(values);
    }

    @Override
    public RecordType type() {
      return RecordType.TXT;
    }
  }

  private static IpAddress parseAddress(String text, String field) {
    try {
      return IpAddress.parse(text, field);
    } catch (ControlException e) {
      throw invalid(field, e.error().problem().message());
    }
  }

  private static int unsigned16(int value, String field) {
    if (value < 0 || value > 0xffff) throw invalid(field, "'" + value + "' is not in 0-65535.");
    return value;
  }

  private static ControlException invalid(String field, String message) {
    return ControlException.invalid(Reason.RECORD_INVALID, field, message);
  }
}
