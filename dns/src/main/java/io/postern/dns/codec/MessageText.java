package io.postern.dns.codec;

import java.io.IOException;
import java.util.List;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A response in words, for people: what {@code dig} would show.
 *
 * @param rcode mnemonic, such as {@code NXDOMAIN}
 * @param flags mnemonics of the flags that are set, such as {@code aa}
 */
public record MessageText(
    String rcode, List<String> flags, List<RecordText> answers, List<RecordText> authorities) {

  /** One record: owner without the last dot, type mnemonic, data in presentation format. */
  public record RecordText(String name, String type, long ttlSeconds, String rdata) {}

  /**
   * The message that {@code octets} are.
   *
   * @throws IllegalArgumentException if they are none
   */
  public static MessageText read(byte[] octets) {
    try {
      var message = new Message(octets);
      return new MessageText(
          Rcode.string(message.getRcode()),
          flags(message),
          records(message, Section.ANSWER),
          records(message, Section.AUTHORITY));
    } catch (IOException e) {
      throw new IllegalArgumentException("not a DNS message", e);
    }
  }

  private static List<String> flags(Message message) {
    return List.of(Flags.QR, Flags.AA, Flags.TC, Flags.RD, Flags.RA, Flags.AD, Flags.CD).stream()
        .filter(flag -> message.getHeader().getFlag(flag))
        .map(Flags::string)
        .toList();
  }

  private static List<RecordText> records(Message message, int section) {
    return message.getSection(section).stream()
        .map(entry ->
            new RecordText(
                entry.getName().toString(true),
                Type.string(entry.getType()),
                entry.getTTL(),
                entry.rdataToString()))
        .toList();
  }
}
