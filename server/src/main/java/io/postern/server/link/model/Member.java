package io.postern.server.link.model;

import java.util.List;

/**
 * A part of a target that gets an address of its own in each endpoint.
 *
 * @param groupId what is asked for to connect to it, such as {@code blob}; empty for a private link
 *     service
 * @param memberName empty for a private link service
 */
public record Member(
    String groupId, String memberName, List<MemberName> names, List<String> zones) {
  public Member {
    names = List.copyOf(names);
    zones = List.copyOf(zones);
  }

  /**
   * A name that a member is reached by.
   *
   * @param fqdn the public name, without a trailing dot
   * @param zone the private zone its record belongs in; empty when the catalogue names none
   * @param recordName the record's name within that zone
   * @param shared whether every resource of the type has it, as a portal's; it then belongs to none
   *     of them
   */
  public record MemberName(String fqdn, String zone, String recordName, boolean shared) {
    public MemberName(String fqdn, String zone, String recordName) {
      this(fqdn, zone, recordName, false);
    }

    MemberName withShared(boolean whether) {
      return new MemberName(fqdn, zone, recordName, whether);
    }

    /** The name that the public name becomes an alias of; empty without a zone. */
    public String privateLinkName() {
      if (zone.isEmpty()) return "";
      return recordName.equals("@") ? zone : recordName + "." + zone;
    }
  }
}
