package io.postern.cli.topology;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.postern.cli.topology.Plan.Create;
import io.postern.cli.topology.Plan.Keep;
import io.postern.cli.topology.Plan.Step;
import io.postern.cli.topology.Plan.Update;
import io.postern.client.PosternClient;
import io.postern.client.call.WriteOptions;
import io.postern.client.error.PosternException;
import io.postern.client.resource.ResourceClient;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds out what has to be done: asks the server for each resource and compares. Writes nothing.
 */
final class Planner {
  private final PosternClient client;

  Planner(PosternClient client) {
    this.client = client;
  }

  /**
   * @throws RefusedException when the server will not even say what there is
   */
  Plan plan(Topology topology) {
    var steps = new ArrayList<Step<?>>();
    for (var declaration : topology.declarations()) {
      try {
        steps.add(step(declaration));
      } catch (PosternException e) {
        throw new RefusedException(declaration, e);
      }
    }
    return new Plan(steps);
  }

  private <R extends Message> Step<R> step(Declaration<R> declaration) {
    var resources = declaration.type().client().apply(client);
    var found = resources.find(declaration.name());
    if (found.isEmpty()) return new Create<>(declaration);
    var differences = differences(declaration, found.get(), resources);
    return differences.isEmpty()
        ? new Keep<>(declaration)
        : new Update<>(declaration, found.get(), differences);
  }

  private static <R extends Message> List<Difference> differences(
      Declaration<R> declaration, R current, ResourceClient<R> resources) {
    var differences = new ArrayList<Difference>();
    var written = Comparison.of(declaration.fields(), current);
    if (!written.isEmpty()) differences.addAll(real(written, declaration, current, resources));
    differences.addAll(SubscriptionExtras.differences(declaration, current));
    return differences;
  }

  /**
   * Drops differences that are only in the spelling, such as {@code West Europe} for {@code
   * westeurope}: the server, asked what the update would make, says what is already there. An
   * update that it refuses is planned as it stands: it may need what the plan has yet to create.
   */
  private static <R extends Message> List<Difference> real(
      List<Difference> written,
      Declaration<R> declaration,
      R current,
      ResourceClient<R> resources) {
    try {
      var update = Overlay.of(declaration.fields(), current);
      var options = WriteOptions.DEFAULT.withValidateOnly(true);
      var made = resources.update(update, options, masks(written)).value();
      return written.stream()
          .filter(it -> !at(made, it.mask()).equals(at(current, it.mask())))
          .toList();
    } catch (PosternException.InvalidArgument
        | PosternException.NotFound
        | PosternException.FailedPrecondition e) {
      return written;
    }
  }

  /** The paths of an update that makes up for the differences. */
  static String[] masks(List<Difference> differences) {
    return differences.stream()
        .map(Difference::mask)
        .filter(mask -> !mask.isEmpty())
        .distinct()
        .toArray(String[]::new);
  }

  private static Object at(Message message, String mask) {
    int dot = mask.indexOf('.');
    var name = dot < 0 ? mask : mask.substring(0, dot);
    FieldDescriptor field = message.getDescriptorForType().findFieldByName(name);
    var value = message.getField(field);
    return dot < 0 ? value : at((Message) value, mask.substring(dot + 1));
  }
}
