package io.postern.server.access;

import com.google.protobuf.Descriptors.MethodDescriptor;
import io.postern.server.testing.ControlPlane;
import java.util.List;
import java.util.Random;

/** One random program: what is done in it, and who looks at what of it. */
final class RandomProgram {
  private static final int STEPS = 12;

  private final Stage stage;
  private final NetworkSteps networks;
  private final AccessSteps access;
  private final TargetSteps targets;
  private final EndpointSteps endpoints;
  private final Looks looks;
  private final NameLooks names;

  RandomProgram(ControlPlane plane, List<MethodDescriptor> methods, Random random, String id) {
    this.stage = new Stage(plane, random, id);
    this.networks = new NetworkSteps(stage);
    this.access = new AccessSteps(stage);
    this.targets = new TargetSteps(stage);
    this.endpoints = new EndpointSteps(stage, targets.targets());
    this.looks = new Looks(stage, methods);
    this.names = new NameLooks(stage, networks.zoneOfNetwork(), targets.targets(), endpoints);
  }

  String history() {
    return stage.history();
  }

  /** Returns how many words were shown to who may see them. */
  int run() {
    stage.subscribe();
    for (var tenant : stage.tenants()) {
      var _ = networks.network(Stage.ADMINISTRATOR, tenant);
    }
    try (var watch = new WatchLooks(stage, stage.caller());
        var other = new WatchLooks(stage, stage.caller())) {
      targets.service();
      for (int i = 0; i < STEPS; i++) {
        change();
        look(stage.caller());
        look(stage.caller());
      }
      watch.check();
      other.check();
    }
    return stage.shown();
  }

  private void change() {
    switch (stage.random.nextInt(20)) {
      case 0, 1 -> {
        var _ = networks.network(stage.caller(), stage.tenant());
      }
      case 2 -> networks.zone();
      case 3 -> access.grant();
      case 4 -> access.revoke();
      case 5 -> access.deny();
      case 6, 7, 8 -> targets.service();
      case 9, 10 -> targets.resource();
      case 11, 12, 13, 14 -> endpoints.create();
      case 15, 16, 17 -> endpoints.move();
      case 18 -> endpoints.resubmit();
      default -> endpoints.delete();
    }
  }

  private void look(String caller) {
    switch (stage.random.nextInt(16)) {
      case 0, 1 -> looks.listAll(caller);
      case 2, 3 -> looks.listPages(caller);
      case 4, 5 -> looks.getOne(caller);
      case 6, 7 -> looks.wouldChange(caller);
      case 8 -> looks.askForRights(caller);
      case 9 -> looks.readAudit(caller);
      case 10 -> names.askPrivateZone(caller);
      case 11 -> names.askPublicName(caller);
      case 12 -> {
        names.explainName(caller);
        names.explainPastName(caller);
      }
      case 13 -> {
        names.explainConnection(caller);
        watchConnection(caller);
      }
      case 14 -> names.wouldAsk(caller);
      default -> names.reach(caller);
    }
  }

  private void watchConnection(String caller) {
    var all = endpoints.joined();
    if (!all.isEmpty()) WatchLooks.checkEndpoint(stage, caller, stage.any(all).endpoint());
  }
}
