package io.postern.dns.fuzz;

import io.postern.dns.codec.QueryEncoder;
import io.postern.dns.codec.QueryParser;
import io.postern.dns.codec.Received;
import io.postern.dns.codec.ReplyParser;
import io.postern.dns.codec.ReplyParser.Parsed;
import io.postern.dns.codec.ResponseEncoder;
import io.postern.dns.lookup.Question;
import io.postern.dns.lookup.Resolution.Answer;
import io.postern.dns.lookup.UpstreamReply;
import io.postern.dns.name.DnsName;
import io.postern.dns.zone.RecordType;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.xbill.DNS.Message;

/** What an upstream may send: taken or not, and passed on in a message that can be read. */
public final class ReplyParserFuzz {
  private static final Question[] QUESTIONS = {
    new Question(DnsName.parse("a.x"), RecordType.A),
    new Question(DnsName.parse("a.x"), RecordType.ANY),
    new Question(DnsName.parse("a.x"), new RecordType(16)),
  };

  private ReplyParserFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length < 2) return;
    int id = ByteBuffer.wrap(input).getShort() & 0xffff;
    for (var question : QUESTIONS) {
      if (ReplyParser.parse(input, id, question) instanceof Parsed.Reply(UpstreamReply reply))
        passOn(question, reply);
    }
  }

  private static void passOn(Question question, UpstreamReply reply) {
    var answers = reply.answers();
    if (!answers.isEmpty() && !answers.getFirst().owner().equals(question.name()))
      throw new AssertionError("another name's answer");
    var query = QueryParser.parse(ByteBuffer.wrap(QueryEncoder.encode(1, question, true)));
    if (!(query instanceof Received.Query(var head, _))) throw new AssertionError("our own query");
    var answer = new Answer(reply.rcode(), false, answers, reply.authority());
    try {
      var _ = new Message(ResponseEncoder.encode(head, question, answer, true, 0xffff));
    } catch (IOException e) {
      throw new AssertionError("cannot be read", e);
    }
  }
}
