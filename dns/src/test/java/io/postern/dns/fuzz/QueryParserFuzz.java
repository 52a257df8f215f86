package io.postern.dns.fuzz;

import io.postern.dns.codec.QueryHead;
import io.postern.dns.codec.QueryParser;
import io.postern.dns.codec.Received;
import io.postern.dns.codec.ResponseEncoder;
import io.postern.dns.lookup.Rcode;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

/** Every message gets a verdict, and what can be answered is answered with a whole message. */
public final class QueryParserFuzz {
  private static final int HEADER = 12;

  private QueryParserFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    switch (QueryParser.parse(ByteBuffer.wrap(input))) {
      case Received.Ignored _ -> {
        if (input.length >= HEADER && (input[2] & 0x80) == 0)
          throw new AssertionError("a query is ignored");
      }
      case Received.Refused refused -> answer(refused.head(), refused.rcode());
      case Received.Transfer transfer -> answer(transfer.head(), Rcode.REFUSED);
      case Received.CookieQuery cookie -> answer(cookie.head(), Rcode.NOERROR);
      case Received.Query query -> {
        requireSame(query, input);
        answer(query.head(), Rcode.NOERROR);
      }
    }
  }

  /** dnsjava reads the same question, where it reads the message at all. */
  private static void requireSame(Received.Query query, byte[] input) {
    Message message;
    try {
      message = new Message(input);
    } catch (IOException | RuntimeException e) {
      // It looks into the data of records that are none of our concern.
      return;
    }
    var question = message.getQuestion();
    if (question == null || message.getHeader().getCount(Section.QUESTION) != 1)
      throw new AssertionError("a question that is not there");
    if (question.getType() != query.question().type().code())
      throw new AssertionError("another type");
    if (!question.getName().equals(parse(query)))
      throw new AssertionError("another name: " + query.question());
  }

  private static org.xbill.DNS.Name parse(Received.Query query) {
    try {
      return new org.xbill.DNS.Name(query.question().name().toWire());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void answer(QueryHead head, Rcode rcode) {
    var response = ResponseEncoder.encode(head, rcode, null, head.udpLimit());
    if (response.length > head.udpLimit()) throw new AssertionError("too long");
    try {
      var read = new Message(response);
      if (read.getHeader().getID() != head.id()) throw new AssertionError("another id");
      if ((read.getOPT() != null) != (head.edns() != null))
        throw new AssertionError("no OPT for OPT");
    } catch (IOException e) {
      throw new AssertionError("cannot be read", e);
    }
  }
}
