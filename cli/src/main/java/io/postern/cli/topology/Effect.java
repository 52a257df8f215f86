package io.postern.cli.topology;

import com.google.protobuf.Message;
import io.postern.cli.topology.Plan.Create;
import io.postern.cli.topology.Plan.Keep;
import io.postern.cli.topology.Plan.Step;
import io.postern.cli.topology.Plan.Update;
import io.postern.client.PosternClient;
import io.postern.client.call.WriteOptions;
import io.postern.client.call.Written;
import io.postern.client.error.PosternException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the server says that one step of a plan would do. */
sealed interface Effect {
  /** The step can be made, and does this. */
  record Made(io.postern.v1.Plan plan) implements Effect {}

  /** The server would refuse the step. */
  record Refused(String message) implements Effect {}

  /** Nobody can tell before what the step needs is there. */
  record Unknown() implements Effect {}

  /** Asks the server what each change would do, and changes nothing. */
  static Map<Step<?>, Effect> of(Plan plan, PosternClient client) {
    var effects = new LinkedHashMap<Step<?>, Effect>();
    var missing = new HashSet<String>();
    for (var step : plan.changes()) {
      boolean isKnown = step.declaration().needs().stream().noneMatch(missing::contains);
      effects.put(step, isKnown ? ask(step, client) : new Unknown());
      if (step instanceof Create<?>) missing.add(step.declaration().key());
    }
    return effects;
  }

  private static <R extends Message> Effect ask(Step<R> step, PosternClient client) {
    var declaration = step.declaration();
    var resources = declaration.type().client().apply(client);
    var fields = declaration.fields();
    var options = WriteOptions.DEFAULT.withValidateOnly(true);
    try {
      return switch (step) {
        case Create<R> _ ->
            made(
                resources.create(
                    declaration.parent(),
                    declaration.id(),
                    Overlay.of(fields, declaration.type().prototype()),
                    options));
        case Update<R> update -> {
          var masks = Planner.masks(update.differences());
          yield masks.length == 0
              ? new Made(io.postern.v1.Plan.getDefaultInstance())
              : made(resources.update(Overlay.of(fields, update.current()), options, masks));
        }
        case Keep<R> _ -> new Made(io.postern.v1.Plan.getDefaultInstance());
      };
    } catch (PosternException e) {
      if (e instanceof PosternException.Unavailable) throw e;
      return new Refused(e.getMessage());
    }
  }

  private static Effect made(Written<?> answer) {
    return new Made(answer.plan().orElse(io.postern.v1.Plan.getDefaultInstance()));
  }

  /** The effect in lines for a person; none for nothing beyond the resource itself. */
  default List<String> lines() {
    return switch (this) {
      case Made(var plan) -> lines(plan);
      case Refused(var message) -> List.of("refused: " + message);
      case Unknown _ -> List.of();
    };
  }

  private static List<String> lines(io.postern.v1.Plan plan) {
    var lines = new ArrayList<String>();
    for (var address : plan.getAddressesList())
      lines.add("address " + address.getIpAddress() + member(address.getMemberName()));
    for (var record : plan.getRecordsList()) {
      var addresses = String.join(", ", record.getIpAddressesList());
      var waiting = record.getAnswered() ? "" : "  (not answered)";
      lines.add("record " + record.getFqdn() + " " + record.getType() + " " + addresses + waiting);
    }
    for (var conflict : plan.getConflictsList()) {
      var winner = conflict.getShadowedBy();
      lines.add(
          "conflict "
              + conflict.getFqdn()
              + " "
              + conflict.getType()
              + " of "
              + last(conflict.getPrivateEndpoint())
              + " stands behind "
              + (winner.isEmpty() ? "another endpoint" : last(winner)));
    }
    return lines;
  }

  private static String member(String name) {
    return name.isEmpty() ? "" : " for " + name;
  }

  private static String last(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
