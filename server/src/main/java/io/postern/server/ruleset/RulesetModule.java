package io.postern.server.ruleset;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import io.grpc.BindableService;
import io.postern.server.rpc.RpcModule;
import io.postern.server.ruleset.model.ForwardingRuleset;
import io.postern.v1.DnsForwardingRuleset;

/** Binds the service of forwarding rulesets. */
public final class RulesetModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(Rulesets.class);
    bind(RulesetGrpc.class);
    Multibinder.newSetBinder(binder(), BindableService.class).addBinding().to(RulesetGrpc.class);
    RpcModule.show(
        binder(),
        ForwardingRuleset.KIND,
        DnsForwardingRuleset.getDefaultInstance(),
        (tx, ruleset) -> RulesetProto.of(ruleset));
  }
}
