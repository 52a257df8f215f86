package io.postern.cli.topology;

import com.google.protobuf.Message;
import io.postern.cli.topology.Plan.Create;
import io.postern.cli.topology.Plan.Keep;
import io.postern.cli.topology.Plan.Step;
import io.postern.cli.topology.Plan.Update;
import io.postern.client.PosternClient;
import io.postern.client.error.PosternException;
import java.util.function.BiConsumer;

/** Makes a plan true, one resource after the other. */
final class Rollout {
  private final PosternClient client;
  private final BiConsumer<String, Declaration<?>> progress;
  private int made;

  /**
   * @param progress told what has become of each resource, such as {@code created}
   */
  Rollout(PosternClient client, BiConsumer<String, Declaration<?>> progress) {
    this.client = client;
    this.progress = progress;
  }

  /** How many changes have been made so far. */
  int made() {
    return made;
  }

  /**
   * Makes the changes, and stops at the first that the server refuses.
   *
   * @throws RefusedException the refusal, after progress was told about it
   */
  void run(Plan plan) {
    for (var step : plan.changes()) {
      try {
        progress.accept(change(step), step.declaration());
        made++;
      } catch (PosternException e) {
        progress.accept("refused", step.declaration());
        throw new RefusedException(step.declaration(), e);
      }
    }
  }

  private <R extends Message> String change(Step<R> step) {
    return switch (step) {
      case Create<R>(var declaration) -> {
        create(declaration);
        yield "created";
      }
      case Update<R> update -> {
        update(update);
        yield "changed";
      }
      case Keep<R> _ -> "unchanged";
    };
  }

  private <R extends Message> void create(Declaration<R> declaration) {
    var type = declaration.type();
    type.client()
        .apply(client)
        .create(
            declaration.parent(),
            declaration.id(),
            Overlay.of(declaration.fields(), type.prototype()));
    SubscriptionExtras.write(declaration, client);
  }

  /** The value still has the etag it was compared with, so that a change in between is noticed. */
  private <R extends Message> void update(Update<R> update) {
    var declaration = update.declaration();
    var masks = Planner.masks(update.differences());
    if (masks.length > 0) {
      declaration
          .type()
          .client()
          .apply(client)
          .update(Overlay.of(declaration.fields(), update.current()), masks);
    }
    SubscriptionExtras.write(declaration, client);
  }
}
