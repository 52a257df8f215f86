package io.postern.dns.differential;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * The ways in which Postern and Knot may differ; {@code docs/dns-differences.md} has the reasons.
 */
enum Difference {
  /** Postern copies the CD flag of the query (RFC 4035 §3.2.2), Knot clears it. */
  CHECKING_DISABLED,
  /** Postern follows an alias into another zone that it serves, Knot does not. */
  ALIAS_INTO_ANOTHER_ZONE,
  /** Postern fails on a ring or spiral of aliases, Knot goes round it for a while. */
  RING_OF_ALIASES,
  /** Knot does not follow an alias when it is asked for NSEC. */
  NSEC_AT_AN_ALIAS,
  /** Of what does not fit into a datagram each leaves out something else; over TCP both agree. */
  ROOM,
  /** Knot takes the address of a server from a wildcard that is below a cut. */
  GLUE_FROM_A_HIDDEN_WILDCARD;

  /** Postern follows no chain that is longer. */
  private static final int LONGEST_CHAIN = 16;

  /** What was asked, and whom. */
  record Asked(InetSocketAddress postern, InetSocketAddress knot, Message query) {
    Response posternsWhole() {
      return Response.tcp(postern, query);
    }

    Response knotsWhole() {
      return Response.tcp(knot, query);
    }

    /** What Knot says to another question. */
    Response knotOf(Name name, int type) {
      return Response.tcp(knot, Message.newQuery(Record.newRecord(name, type, DClass.IN)));
    }
  }

  /** The way in which two responses differ; empty if in none that is known. */
  static Optional<Difference> of(Asked asked, Response here, Response there) {
    for (var each : values()) {
      if (each.explains(asked, here, there)) return Optional.of(each);
    }
    if (!here.isTruncated() && !there.isTruncated()) return Optional.empty();
    // What does not fit is cut off, and what is left does not show why it differs.
    var ours = asked.posternsWhole();
    var theirs = asked.knotsWhole();
    return here.isPartOf(ours) && there.isPartOf(theirs)
        ? of(asked, ours, theirs)
        : Optional.empty();
  }

  private boolean explains(Asked asked, Response here, Response there) {
    return switch (this) {
      case CHECKING_DISABLED -> here.hasHeadOf(there, Set.of("cd")) && here.hasSectionsOf(there);
      case ALIAS_INTO_ANOTHER_ZONE -> stopsAtAnotherZone(asked, here, there);
      case RING_OF_ALIASES -> here.rcode().equals("SERVFAIL") && isRing(there);
      case NSEC_AT_AN_ALIAS -> isNsecAtAnAlias(asked, there);
      case ROOM -> areCutDifferently(asked, here, there, Set.of());
      case GLUE_FROM_A_HIDDEN_WILDCARD -> areCutDifferently(asked, here, there, hiddenNames(asked));
    };
  }

  /**
   * Knot's answer is the beginning of ours, and what it ends at is in a zone that Knot has, too.
   */
  private static boolean stopsAtAnotherZone(Asked asked, Response here, Response there) {
    var answer = there.message().getSection(Section.ANSWER);
    if (answer.isEmpty() || !(answer.getLast() instanceof CNAMERecord alias)) return false;
    return there.authority().isEmpty()
        && here.answers().containsAll(there.answers())
        && !asked.knotOf(alias.getTarget(), Type.A).rcode().equals("REFUSED");
  }

  /**
   * An alias leads to where the chain has been, the last one to what a DNAME of the answer moves
   * once more, or the chain is longer than ours may be.
   */
  private static boolean isRing(Response response) {
    var seen = new HashSet<Name>();
    var moved = new HashSet<Name>();
    int length = 0;
    boolean isOpen = false;
    for (var each : response.message().getSection(Section.ANSWER)) {
      if (each instanceof DNAMERecord dname) moved.add(dname.getName());
      if (!(each instanceof CNAMERecord alias)) continue;
      seen.add(alias.getName());
      length++;
      if (seen.contains(alias.getTarget())) return true;
      isOpen = moved.stream().anyMatch(owner -> alias.getTarget().subdomain(owner));
    }
    return isOpen || length > LONGEST_CHAIN;
  }

  private static boolean isNsecAtAnAlias(Asked asked, Response there) {
    var question = asked.query().getQuestion();
    return question.getType() == Type.NSEC
        && there.answers().isEmpty()
        && !asked.knotOf(question.getName(), Type.CNAME).answers().isEmpty();
  }

  /**
   * Over TCP both say the same but for addresses of {@code hidden} names; of that each leaves out
   * something. What Postern leaves out is only additional, or it says TC.
   */
  private static boolean areCutDifferently(
      Asked asked, Response here, Response there, Set<Name> hidden) {
    var ours = asked.posternsWhole();
    var theirs = asked.knotsWhole().withoutAdditional(hidden);
    boolean isHonest =
        here.isTruncated()
            || here.answers().equals(ours.answers()) && here.authority().equals(ours.authority());
    return ours.hasHeadOf(theirs, Set.of("cd"))
        && ours.hasSectionsOf(theirs)
        && here.hasHeadOf(there, Set.of("cd", "tc"))
        && here.isPartOf(ours)
        && there.withoutAdditional(hidden).isPartOf(theirs)
        && isHonest;
  }

  /**
   * The names that only Knot has addresses for, and itself refers to others when asked for them.
   */
  private static Set<Name> hiddenNames(Asked asked) {
    var hidden = asked.knotsWhole().namesInAdditional();
    hidden.removeAll(asked.posternsWhole().namesInAdditional());
    hidden.removeIf(name -> !asked.knotOf(name, Type.A).isReferral());
    return hidden;
  }
}
