package io.postern.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.grpc.Status;
import io.postern.server.access.Stage.Answer;
import io.postern.server.access.WhoSeesWhat.Thing;
import io.postern.server.testing.ServedApi;
import io.postern.v1.AuditServiceGrpc;
import io.postern.v1.IdentityServiceGrpc;
import io.postern.v1.ListAuditEntriesRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Looks at what there is by every call of the API that lists, gets or would change things, whatever
 * its kind.
 */
final class Looks {
  /** The model knows of these what there is, one by one. */
  private static final Set<String> COUNTED =
      Set.of(
          "virtualNetworks",
          "subnets",
          "loadBalancers",
          "networkInterfaces",
          "privateLinkServices",
          "privateEndpoints",
          "privateEndpointConnections",
          "privateDnsZones",
          "privateDnsZoneGroups",
          "virtualNetworkLinks",
          "storageAccounts");

  private static final int PAGES = 3;

  private final Stage stage;
  private final List<MethodDescriptor> lists;
  private final List<MethodDescriptor> gets;
  private final List<MethodDescriptor> changes;
  private final List<MethodDescriptor> aboutResources;

  Looks(Stage stage, List<MethodDescriptor> methods) {
    this.stage = stage;
    this.lists = with(methods, "parent", "page_token");
    this.gets = with(methods, "name", "consistency");
    this.changes = with(methods, "name", "validate_only");
    this.aboutResources = with(methods, "resource");
  }

  private static List<MethodDescriptor> with(List<MethodDescriptor> methods, String... fields) {
    return methods.stream()
        .filter(it -> !it.isServerStreaming() && !it.isClientStreaming())
        .filter(it ->
            List.of(fields).stream()
                .allMatch(field -> it.getInputType().findFieldByName(field) != null))
        .toList();
  }

  private Answer<DynamicMessage> ask(String caller, MethodDescriptor method, Message request) {
    var channel = stage.as(caller, IdentityServiceGrpc::newBlockingStub).getChannel();
    return stage.ask(
        caller,
        DynamicMessage.newBuilder(request).build(),
        it -> new ServedApi(channel).call(method, it));
  }

  private static DynamicMessage.Builder request(MethodDescriptor method, String field, Object to) {
    var request = DynamicMessage.newBuilder(method.getInputType());
    return request.setField(method.getInputType().findFieldByName(field), to);
  }

  /** {@code virtualNetworks} for {@code ListVirtualNetworks} and {@code GetVirtualNetwork}. */
  private static String collection(MethodDescriptor method) {
    var noun = method.getName().replaceFirst("List|Get", "");
    if (noun.startsWith("PrivateLinkResource")) return "storageAccounts";
    var plural = noun.endsWith("s") ? noun : noun + "s";
    return plural.substring(0, 1).toLowerCase(Locale.ROOT) + plural.substring(1);
  }

  /** Everything of one kind, which has to be all that the caller may read. */
  void listAll(String caller) {
    var method = stage.any(lists.stream().filter(it -> COUNTED.contains(collection(it))).toList());
    stage.note(caller, "lists all by " + method.getName());
    var size = method.getInputType().findFieldByName("page_size");
    var answer = ask(caller, method, request(method, "parent", "-").setField(size, 1000).build());
    stage.check(answer);
    var expected =
        stage.model.things(collection(method)).stream()
            .filter(it -> stage.model.reads(caller, it))
            .map(Thing::name)
            .sorted()
            .toList();
    assertEquals(expected, names(answer.message().orElseThrow()), method.getName());
  }

  private static List<String> names(DynamicMessage answer) {
    var names = new ArrayList<String>();
    for (var field : answer.getAllFields().entrySet()) {
      if (!field.getKey().isRepeated()) continue;
      for (var item : (List<?>) field.getValue()) names.add(text((Message) item, "name"));
    }
    return names.stream().sorted().toList();
  }

  private static String text(Message message, String field) {
    FieldDescriptor known = message.getDescriptorForType().findFieldByName(field);
    return known == null ? "" : (String) message.getField(known);
  }

  /** Pages of one, of any kind and under any parent; what the tokens are made of counts, too. */
  void listPages(String caller) {
    var method = stage.any(lists);
    var parent = parent();
    stage.note(caller, "lists " + parent + " by " + method.getName());
    var token = "";
    for (int page = 0; page < PAGES; page++) {
      var input = method.getInputType();
      var request =
          request(method, "parent", parent)
              .setField(input.findFieldByName("page_size"), 1)
              .setField(input.findFieldByName("page_token"), token)
              .build();
      var answer = ask(caller, method, request);
      token = answer.message().map(it -> text(it, "next_page_token")).orElse("");
      stage.check(answer, decoded(token));
      if (token.isEmpty()) return;
    }
  }

  private String parent() {
    var name = stage.any(stage.model.things()).name();
    return stage.any(
        List.of(
            "-",
            "subscriptions/-",
            "subscriptions/-/resourceGroups/-",
            name,
            stage.group(stage.tenant())));
  }

  static String decoded(String token) {
    return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
  }

  /** One thing, which is there for who may read it and for nobody else. */
  void getOne(String caller) {
    var thing = stage.any(stage.model.things());
    var fitting = gets.stream().filter(it -> thing.isOf(collection(it))).toList();
    if (fitting.isEmpty()) return;
    stage.note(caller, "gets " + thing.name());
    var method = stage.any(fitting);
    var answer = ask(caller, method, request(method, "name", thing.name()).build());
    stage.check(answer);
    var expected = stage.model.reads(caller, thing) ? Status.Code.OK : Status.Code.NOT_FOUND;
    assertEquals(expected, answer.code(), answer.text());
  }

  /** What would come of a change: a plan, or a refusal. */
  void wouldChange(String caller) {
    var thing = stage.any(stage.model.things());
    var method = stage.any(fitting(thing));
    stage.note(caller, "would " + method.getName() + " " + thing.name());
    var validate = method.getInputType().findFieldByName("validate_only");
    var request = request(method, "name", thing.name()).setField(validate, true).build();
    stage.check(ask(caller, method, request), thing);
  }

  private List<MethodDescriptor> fitting(Thing thing) {
    var fitting =
        changes.stream()
            .filter(it ->
                thing.name().contains("/privateEndpointConnections/")
                    ? it.getName().endsWith("Connection")
                    : thing.isOf(collection(it).replaceFirst("^(delete|resubmit)", "")))
            .toList();
    return fitting.isEmpty() || stage.oneIn(4) ? changes : fitting;
  }

  /** What may be done with something, and why not. */
  void askForRights(String caller) {
    var thing = stage.any(stage.model.things());
    var method = stage.any(aboutResources);
    stage.note(caller, method.getName() + " of " + thing.name());
    var request = request(method, "resource", thing.name());
    for (var field : method.getInputType().getFields()) {
      if (field.getName().equals("actions"))
        request.addRepeatedField(field, "Microsoft.Network/privateEndpoints/read");
      if (field.getName().equals("action"))
        request.setField(field, "Microsoft.Network/privateEndpoints/read");
      if (field.getName().equals("principal")) request.setField(field, stage.caller());
    }
    stage.check(ask(caller, method, request.build()));
  }

  /** All of the audit that there is for somebody: of writes what was its tenant's. */
  void readAudit(String caller) {
    stage.note(caller, "reads the audit");
    var request =
        ListAuditEntriesRequest.newBuilder().setPageSize(1000).setIncludeChanges(true).build();
    var audit = stage.as(caller, AuditServiceGrpc::newBlockingStub);
    var page = audit.listAuditEntries(request);
    for (var entry : page.getEntriesList()) {
      var text = entry.toString();
      var leaked =
          entry.getOutcome().equals("OK")
              ? stage.model.neverHad(caller, text)
              : stage.model.neverHeard(caller, text);
      stage.requireNone(leaked, caller + " read the audit", text);
    }
    stage.requireNone(
        stage.model.neverHad(caller, decoded(page.getNextPageToken())), caller, "a page token");
  }
}
