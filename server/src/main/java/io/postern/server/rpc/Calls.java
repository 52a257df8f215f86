package io.postern.server.rpc;

import com.google.protobuf.Any;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.grpc.stub.StreamObserver;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.Revision;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Store;
import io.postern.server.store.WriteTx;
import io.postern.server.store.WriteTx.Remembered;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * How every unary call runs: reads at one revision, writes through the one door, remembered request
 * ids, plans, the revision token of the answer and the mapping of errors.
 */
public final class Calls {
  /** How long the answer to a request id is kept. */
  static final Duration REMEMBERED_FOR = Duration.ofHours(24);

  private static final Pattern REQUEST_ID = Pattern.compile("[\\x21-\\x7E]{1,64}");

  private final Store store;
  private final InstantSource clock;
  private final Plans plans;
  private final Freshness freshness;
  private final ReadTurns turns;

  @Inject
  Calls(Store store, InstantSource clock, Plans plans, Freshness freshness, ReadTurns turns) {
    this.store = store;
    this.clock = clock;
    this.plans = plans;
    this.freshness = freshness;
    this.turns = turns;
  }

  /** The context of the call being served. */
  public RequestContext context() {
    return new RequestContext(Caller.current(), clock.instant(), CallRecord.origin());
  }

  private RequestContext context(WriteOptions options) {
    var context = context();
    return context.with(context.origin().withRequestId(options.requestId()));
  }

  /**
   * Serves a read, once this server is as fresh as the request wants it.
   *
   * @param request the whole request; its {@code consistency}, if it has one, says how fresh
   * @param work makes the response; runs inside the transaction
   */
  public <R extends Message> void read(
      Message request, StreamObserver<R> out, BiFunction<ReadTx, RequestContext, R> work) {
    ReadTurns.Turn turn;
    try {
      freshness.await(request);
      turn = turns.take(Caller.current());
    } catch (RuntimeException e) {
      out.onError(ErrorMapper.map(e));
      return;
    }
    // With the wait for the disk: all who wait would go on at once when it is over. And with the
    // octets of the answer, which take longer to make than what they say takes to find.
    try (turn) {
      answer(out, () -> store.lookUp(tx -> withToken(work.apply(tx, context()), tx.revision())));
    }
  }

  /** Serves a read whose work gives what the response says. */
  public <V, R extends Message> void read(
      Message request,
      StreamObserver<R> out,
      BiFunction<ReadTx, RequestContext, V> work,
      Function<V, R> response) {
    read(request, out, work.andThen(response));
  }

  /** Serves a call that is no single transaction, such as one that waits for something. */
  public <R extends Message> void outside(StreamObserver<R> out, Function<Store, R> work) {
    answer(out, () -> work.apply(store));
  }

  /**
   * Serves a write.
   *
   * @param request the whole request: with its method, what a repeated request id is compared by
   * @param work makes the change and the response; runs inside the transaction
   */
  public <R extends Message> void write(
      Message request,
      WriteOptions options,
      StreamObserver<R> out,
      BiFunction<WriteTx, RequestContext, R> work) {
    answer(out, () -> write(request, options, work));
  }

  /** Serves a write whose work gives what the response says. */
  public <V, R extends Message> void write(
      Message request,
      WriteOptions options,
      StreamObserver<R> out,
      BiFunction<WriteTx, RequestContext, V> work,
      Function<V, R> response) {
    write(request, options, out, work.andThen(response));
  }

  /** Makes a write within a call that does something else {@link #outside} of it first. */
  public <R extends Message> R write(
      Message request, WriteOptions options, BiFunction<WriteTx, RequestContext, R> work) {
    var context = context(options);
    if (options.validateOnly())
      return store.plan(context, tx -> planned(tx, context, work)).value();
    if (options.requestId().isEmpty())
      return store.write(context, tx -> respond(tx, context, work)).value();
    return once(request, options.requestId(), context, work);
  }

  @SuppressWarnings("unchecked") // the fingerprint covers the request's type, and so the answer's
  private <R extends Message> R once(
      Message request,
      String requestId,
      RequestContext context,
      BiFunction<WriteTx, RequestContext, R> work) {
    if (!REQUEST_ID.matcher(requestId).matches()) {
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          "request_id",
          "A request id is 1-64 printable characters without spaces; a UUID serves well.");
    }
    var caller = context.principal().id();
    var fingerprint = fingerprint(request);
    return store
        .write(
            context,
            tx -> {
              var earlier = tx.remembered(caller, requestId);
              if (earlier.isPresent()) return (R) replay(earlier.get(), requestId, fingerprint);
              var response = respond(tx, context, work);
              tx.remember(
                  caller,
                  requestId,
                  new Remembered(fingerprint, envelope(response)),
                  context.now().plus(REMEMBERED_FOR));
              return response;
            })
        .value();
  }

  private static <R extends Message> R respond(
      WriteTx tx, RequestContext context, BiFunction<WriteTx, RequestContext, R> work) {
    var response = work.apply(tx, context);
    return withToken(response, tx.reached());
  }

  /** A plan has no revision of its own: it holds at the one it was made on. */
  private <R extends Message> R planned(
      WriteTx tx, RequestContext context, BiFunction<WriteTx, RequestContext, R> work) {
    var before = tx.reached();
    return withToken(withPlan(work.apply(tx, context), tx, context), before);
  }

  /** The message's type and its bytes, so that a replay needs nothing but the row. */
  private static byte[] envelope(Message response) {
    return Any.pack(response).toByteArray();
  }

  @SuppressWarnings(
      "unchecked") // the fingerprint covers the method, so the type is the one remembered
  private static Message replay(Remembered earlier, String requestId, String fingerprint) {
    if (!earlier.fingerprint().equals(fingerprint)) {
      throw ControlException.of(
          new ControlError.InvalidArgument(
              Problem.inField(
                  Reason.REQUEST_ID_REUSED,
                  "request_id",
                  "The request id '"
                      + requestId
                      + "' was used for another request; use a new id for each new request.")));
    }
    try {
      var any = Any.parseFrom(earlier.response());
      return any.unpack(responseType(any.getTypeUrl()));
    } catch (InvalidProtocolBufferException | ClassNotFoundException e) {
      throw new IllegalStateException("A remembered answer cannot be read", e);
    }
  }

  private static Class<? extends Message> responseType(String typeUrl)
      throws ClassNotFoundException {
    var simple = typeUrl.substring(typeUrl.lastIndexOf('.') + 1);
    return Class.forName("io.postern.v1." + simple).asSubclass(Message.class);
  }

  private static String fingerprint(Message request) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(request.getDescriptorForType().getFullName().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(bytes(request)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The request's bytes with maps in the order of their keys: a client may send them in any. */
  private static byte[] bytes(Message request) {
    var bytes = new byte[request.getSerializedSize()];
    var out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      request.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes;
  }

  @SuppressWarnings("unchecked") // a message's builder builds that message
  private static <R extends Message> R withToken(R response, Revision revision) {
    var field = response.getDescriptorForType().findFieldByName("revision_token");
    return field == null
        ? response
        : (R) response.toBuilder().setField(field, revision.token()).build();
  }

  @SuppressWarnings("unchecked") // a message's builder builds that message
  private <R extends Message> R withPlan(R response, WriteTx tx, RequestContext context) {
    var field = response.getDescriptorForType().findFieldByName("plan");
    return field == null
        ? response
        : (R) response.toBuilder().setField(field, plans.of(tx, context)).build();
  }

  private static <R> void answer(StreamObserver<R> out, Supplier<R> work) {
    R response;
    try {
      response = work.get();
    } catch (RuntimeException e) {
      out.onError(ErrorMapper.map(e));
      return;
    }
    out.onNext(response);
    out.onCompleted();
  }
}
