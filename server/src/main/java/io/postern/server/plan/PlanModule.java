package io.postern.server.plan;

import com.google.inject.AbstractModule;
import io.postern.server.rpc.Plans;

/** Binds the plans that answers to {@code validate_only} carry. */
public final class PlanModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(Plans.class).to(PlanProto.class);
    bind(PlanProto.class);
  }
}
