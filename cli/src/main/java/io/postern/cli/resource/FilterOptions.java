package io.postern.cli.resource;

import com.google.protobuf.Message;
import io.postern.cli.noun.DnsNouns;
import io.postern.cli.noun.LinkNouns;
import io.postern.cli.noun.NameResolver;
import io.postern.cli.noun.Noun;
import io.postern.cli.noun.Words;
import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.Suggestion;
import io.postern.v1.ConnectionState;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateEndpointConnection;
import io.postern.v1.PrivateLinkResource;
import io.postern.v1.RecordSet;
import io.postern.v1.RecordType;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code postern list} that leave resources out for what they are. */
final class FilterOptions {
  private static final List<String> STATES =
      Stream.of(ConnectionState.values())
          .filter(state -> state != ConnectionState.UNRECOGNIZED)
          .map(Words::of)
          .filter(word -> !word.isEmpty())
          .toList();
  private static final List<String> RECORD_TYPES =
      Stream.of(RecordType.values())
          .filter(it -> it != RecordType.UNRECOGNIZED && it != RecordType.RECORD_TYPE_UNSPECIFIED)
          .map(Words::bare)
          .toList();
  private static final Set<Noun<?>> WITH_STATE = Set.of(LinkNouns.ENDPOINT, LinkNouns.CONNECTION);
  private static final Set<Noun<?>> WITH_TYPE = Set.of(DnsNouns.RECORD_SET, LinkNouns.RESOURCE);

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description =
          "Endpoints and connections: only those that are pending, approved, rejected or"
              + " disconnected.")
  @Nullable String state;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description =
          "Record sets: only those of this type, such as A. Resources: only those of this type,"
              + " such as Microsoft.Storage/storageAccounts.")
  @Nullable String type;

  /** What passes the filters, which have to be ones that the kind has. */
  Predicate<Message> forKind(Noun<?> kind, NameResolver resolver) {
    requireFor(kind, "--state", state, WITH_STATE);
    requireFor(kind, "--type", type, WITH_TYPE);
    if (state != null && STATES.stream().noneMatch(state::equalsIgnoreCase)) {
      throw unknown(state, "a state of a connection", STATES);
    }
    if (type != null
        && kind.equals(DnsNouns.RECORD_SET)
        && RECORD_TYPES.stream().noneMatch(type::equalsIgnoreCase)) {
      throw unknown(type, "a type of record sets", RECORD_TYPES);
    }
    var endpoint = kind.equals(LinkNouns.CONNECTION) ? resolver.endpoint() : "";
    return resource -> passes(resource, endpoint);
  }

  private static CommandFailure unknown(String typed, String what, List<String> known) {
    var suggestion = Suggestion.sentence(typed, known);
    return CommandFailure.usage(
        "'"
            + typed
            + "' is not "
            + what
            + (suggestion.isEmpty() ? "; there are " + String.join(", ", known) : suggestion));
  }

  private static void requireFor(
      Noun<?> kind, String option, @Nullable String value, Set<Noun<?>> kinds) {
    if (value != null && !kinds.contains(kind)) {
      throw CommandFailure.usage(option + " says nothing about a " + kind.label());
    }
  }

  private boolean passes(Message resource, String endpoint) {
    return switch (resource) {
      case PrivateEndpoint it -> is(state, Words.of(it.getConnectionStatus().getState()));
      case PrivateEndpointConnection it ->
          is(state, Words.of(it.getState()))
              && (endpoint.isEmpty() || endpoint.equalsIgnoreCase(it.getPrivateEndpoint()));
      case RecordSet it -> is(type, Words.bare(it.getType()));
      case PrivateLinkResource it -> is(type, it.getType());
      default -> true;
    };
  }

  private static boolean is(@Nullable String wanted, String actual) {
    return wanted == null || wanted.equalsIgnoreCase(actual);
  }
}
