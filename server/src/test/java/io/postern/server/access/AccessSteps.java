package io.postern.server.access;

import io.postern.server.testing.AccessLab;
import java.util.List;

/** Roles and denials that come and go; an administrator gives and takes them. */
final class AccessSteps {
  private static final List<String> ROLES = List.of("Reader", "Contributor", "Owner");

  private final Stage stage;
  private final AccessLab access;

  AccessSteps(Stage stage) {
    this.stage = stage;
    this.access = AccessLab.of(stage.plane);
  }

  void grant() {
    var tenant = stage.tenant();
    var scope = scope(tenant);
    var caller = someone(tenant);
    var role = stage.any(ROLES);
    stage.note(Stage.ADMINISTRATOR, "gives " + role + " to " + caller + " at " + scope);
    var assignment = access.grant(caller, role, scope);
    stage.model.given(assignment, tenant, caller, scope, !role.equals("Reader"));
  }

  void revoke() {
    var all = stage.model.assignments();
    if (all.isEmpty()) return;
    var assignment = stage.any(all);
    stage.note(Stage.ADMINISTRATOR, "takes " + assignment);
    access.revoke(assignment);
    stage.model.taken(assignment);
  }

  void deny() {
    var tenant = stage.tenant();
    var scope = scope(tenant);
    var caller = someone(tenant);
    stage.note(Stage.ADMINISTRATOR, "denies reading to " + caller + " at " + scope);
    stage.model.denied(access.deny(caller, scope, "*/read"), tenant, caller, scope);
  }

  private String scope(String tenant) {
    var own =
        stage.model.things().stream()
            .filter(it -> it.tenant().equals(tenant) && it.name().contains("/providers/"))
            .toList();
    return switch (stage.random.nextInt(own.isEmpty() ? 3 : 5)) {
      case 0 -> "tenants/" + tenant;
      case 1 -> "subscriptions/" + stage.subscription(tenant);
      case 2 -> stage.group(tenant);
      default -> stage.any(own).name();
    };
  }

  private String someone(String tenant) {
    return stage.any(List.of("*", "ann@" + tenant, "bob@" + tenant));
  }
}
