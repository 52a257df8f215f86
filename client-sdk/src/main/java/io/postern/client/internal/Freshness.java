package io.postern.client.internal;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.postern.v1.ReadConsistency;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How fresh the reads of a client have to be: what it was told, and what it wrote if it is to read
 * that. Thread-safe.
 */
public final class Freshness {
  private static final String CONSISTENCY = "consistency";
  private static final String REVISION_TOKEN = "revision_token";

  private final ReadConsistency wanted;

  /** The newest token of the client's writes, empty before the first; null when none are kept. */
  private final @Nullable AtomicReference<String> written;

  private Freshness(ReadConsistency wanted, @Nullable AtomicReference<String> written) {
    this.wanted = wanted;
    this.written = written;
  }

  /** As fresh as the server has it. */
  public static Freshness any() {
    return new Freshness(ReadConsistency.getDefaultInstance(), null);
  }

  /** At least as fresh as every write that was answered before the read. */
  public static Freshness ofOwnWrites() {
    return new Freshness(ReadConsistency.getDefaultInstance(), new AtomicReference<>(""));
  }

  /** This with a wish of its own; own writes are read as before. */
  public Freshness with(ReadConsistency newWanted) {
    return new Freshness(newWanted, written);
  }

  /** The request with what this asks for, where it can ask for something. */
  @SuppressWarnings("unchecked") // a message's builder builds that message
  <Q> Q on(Q request) {
    var asked = asked();
    if (asked.getRequirementCase() == ReadConsistency.RequirementCase.REQUIREMENT_NOT_SET
        || !(request instanceof Message message)) {
      return request;
    }
    var field = field(message, CONSISTENCY);
    return field == null ? request : (Q) message.toBuilder().setField(field, asked).build();
  }

  /** Takes note of the answer to a write that was made. */
  void wrote(Object answer) {
    if (written == null || !(answer instanceof Message message)) {
      return;
    }
    var field = field(message, REVISION_TOKEN);
    if (field != null) {
      written.accumulateAndGet((String) message.getField(field), Freshness::newer);
    }
  }

  private ReadConsistency asked() {
    var own = written == null ? "" : written.get();
    return switch (wanted.getRequirementCase()) {
      case AT_LEAST_AS_FRESH -> atLeast(newer(wanted.getAtLeastAsFresh(), own));
      case REQUIREMENT_NOT_SET -> own.isEmpty() ? wanted : atLeast(own);
      case MINIMIZE_LATENCY, FULLY_CONSISTENT -> wanted;
    };
  }

  private static ReadConsistency atLeast(String token) {
    return ReadConsistency.newBuilder().setAtLeastAsFresh(token).build();
  }

  /**
   * The token of the later revision. Writes are not always answered in the order they were made in,
   * so the last answer need not be the newest. Tokens are opaque to programs; this library is
   * Postern's own and knows them for a letter and a number.
   */
  private static String newer(String one, String other) {
    if (one.length() != other.length()) {
      return one.length() > other.length() ? one : other;
    }
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static @Nullable FieldDescriptor field(Message message, String name) {
    return message.getDescriptorForType().findFieldByName(name);
  }
}
