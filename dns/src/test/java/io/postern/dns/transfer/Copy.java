package io.postern.dns.transfer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.TreeSet;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;
import org.xbill.DNS.ZoneTransferException;
import org.xbill.DNS.ZoneTransferIn;

/** A secondary's copy of a zone, which asks for changes and makes them in what it has. */
final class Copy {
  private static final Name APEX = Name.fromConstantString(TransferLab.APEX + ".");

  private final TreeSet<String> records = new TreeSet<>();
  private final InetSocketAddress primary;
  private final TSIG key;
  private long serial;

  Copy(InetSocketAddress primary, String key) {
    this.primary = primary;
    this.key = TransferLab.signer(key);
  }

  /** How a copy was brought up to date. */
  enum By {
    WHOLE_ZONE,
    CHANGES,
    NOTHING
  }

  /** Asks for what has changed since it asked last; for all of the zone at first. */
  By refresh() throws IOException, ZoneTransferException {
    var transfer =
        records.isEmpty()
            ? ZoneTransferIn.newAXFR(APEX, primary, key)
            : ZoneTransferIn.newIXFR(APEX, serial, false, primary, key);
    transfer.run();
    if (transfer.isCurrent()) {
      return By.NOTHING;
    }
    if (transfer.isAXFR()) {
      records.clear();
      // The SOA stands at both ends.
      transfer.getAXFR().forEach(this::put);
      return By.WHOLE_ZONE;
    }
    for (var delta : transfer.getIXFR()) {
      delta.deletes.forEach(
          each -> assertTrue(records.remove(TransferLab.line(each)), () -> "not there: " + each));
      delta.adds.forEach(each -> assertTrue(put(each), () -> "there already: " + each));
    }
    return By.CHANGES;
  }

  private boolean put(Record each) {
    if (each.getType() == Type.SOA) {
      serial = ((SOARecord) each).getSerial();
    }
    return records.add(TransferLab.line(each));
  }

  /** All records in lines, in alphabetical order. */
  List<String> records() {
    return List.copyOf(records);
  }
}
