package io.postern.server.rpc;

import com.google.protobuf.Message;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.postern.server.config.LimitSettings;
import io.postern.server.config.LimitSettings.WriteRate;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses writes of who writes too often, before they come to the door. Plans are counted, too: at
 * the door they cost the same.
 *
 * <p>The writes to a subscription are counted by tenant: whoever may not write there, and is told
 * so only later, must not use up what its owner may.
 */
final class WriteRates implements ServerInterceptor {
  private static final Pattern SUBSCRIPTION =
      Pattern.compile("/?(subscriptions/[^/]{1,253})(?:/.*)?", Pattern.CASE_INSENSITIVE);

  private final Rate ofPrincipal;
  private final Rate ofSubscription;

  WriteRates(LimitSettings limits, LongSupplier nanoTime) {
    this.ofPrincipal = new Rate("principalWrites", limits.principalWrites(), nanoTime);
    this.ofSubscription = new Rate("subscriptionWrites", limits.subscriptionWrites(), nanoTime);
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    var caller = Caller.known();
    var listener = next.startCall(call, headers);
    return caller.isEmpty()
        ? listener
        : new CheckedMessages<>(call, listener, message -> refusal(caller.get(), message));
  }

  private Optional<ControlError> refusal(Principal caller, Object message) {
    if (!(message instanceof Message request) || !RequestNames.isWrite(request))
      return Optional.empty();
    return ofPrincipal
        .refusal(caller.party() + "\n" + caller.id(), caller.id())
        .or(() ->
            subscription(request).flatMap(it -> ofSubscription.refusal(party(caller, it), it)));
  }

  private static String party(Principal caller, String subscription) {
    return caller.party() + "\n" + subscription;
  }

  private static Optional<String> subscription(Message request) {
    return RequestNames.of(request)
        .map(SUBSCRIPTION::matcher)
        .filter(name -> name.matches())
        .map(name -> name.group(1).toLowerCase(Locale.ROOT));
  }

  /** One of the limits, with its name in the settings. */
  private static final class Rate {
    private final String name;
    private final WriteRate rate;
    private final @Nullable TokenBuckets buckets;

    Rate(String name, WriteRate rate, LongSupplier nanoTime) {
      this.name = name;
      this.rate = rate;
      this.buckets = rate.isOff() ? null : new TokenBuckets(rate, nanoTime);
    }

    /**
     * @param key by which it is counted
     * @param subject how it is called
     */
    Optional<ControlError> refusal(String key, String subject) {
      return buckets == null
          ? Optional.empty()
          : buckets.take(key).map(retryAfter -> tooFast(subject, retryAfter));
    }

    private ControlError tooFast(String subject, Duration retryAfter) {
      return new ControlError.RateLimited(
          Problem.of(
                  Reason.RATE_LIMITED,
                  "'"
                      + subject
                      + "' has more than "
                      + rate.perSecond()
                      + " writes a second; repeat this one after "
                      + (retryAfter.toMillis() + 1)
                      + " ms, or raise limits."
                      + name
                      + ".")
              .with("quota", name)
              .with("limit", Integer.toString(rate.perSecond()))
              .with("subject", subject),
          retryAfter);
    }
  }
}
