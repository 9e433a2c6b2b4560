//! Terraform's calls, one by one. Numbers of fields are those of plugin protocol 6.

use std::cell::RefCell;

use crate::arguments::{Arguments, Block};
use crate::blocks;
use crate::blocks::plan::{Defaults, plan};
use crate::definitions::Definitions;
use crate::grpc::{Outcome, SHUTDOWN, Status};
use crate::msgpack;
use crate::protocol::{self, Diagnostic};
use crate::value::Value;
use crate::wire::{self, Message};

/// One provider: what it knows, and what Terraform told it.
#[derive(Debug)]
pub(crate) struct Provider {
    definitions: Definitions,
    defaults: RefCell<Defaults>,
}

/// Answers that need no thought, and failures that Terraform should see as the protocol's.
type Answer = Result<Message, (Status, String)>;

impl Provider {
    pub(crate) fn new(definitions: Definitions) -> Provider {
        Provider {
            definitions,
            defaults: RefCell::default(),
        }
    }

    /// Answers one call.
    pub(crate) fn call(&self, path: &str, request: &[u8]) -> Outcome {
        let answer = match path.strip_prefix("/tfplugin6.Provider/") {
            Some("GetProviderSchema") => Ok(schemas()),
            Some("GetResourceIdentitySchemas" | "ValidateProviderConfig" | "StopProvider") => Ok(Message::default()),
            Some("ConfigureProvider") => self.configure(request),
            Some("ValidateResourceConfig") => self.validate_resource(request),
            Some("ValidateDataResourceConfig") => self.validate_data_source(request),
            Some("UpgradeResourceState") => Ok(upgraded(request)),
            Some("ReadResource") => Ok(protocol::answer(1, wire::bytes(wire::bytes(request, 2), 1), 2, &[])),
            Some("PlanResourceChange") => self.plan(request),
            Some("ApplyResourceChange") => Ok(applied(request)),
            Some("ImportResourceState") => Ok(self.import(request)),
            Some("ReadDataSource") => Ok(protocol::diagnostics(2, &[no_cloud("read")])),
            _ => match path {
                SHUTDOWN => Ok(Message::default()),
                "/grpc.health.v1.Health/Check" => {
                    let mut message = Message::default();
                    message.number(1, 1);
                    Ok(message)
                }
                _ => Err((Status::Unimplemented, "the stand-in has no such call".to_owned())),
            },
        };
        answer.map(Message::into_bytes)
    }

    fn configure(&self, request: &[u8]) -> Answer {
        let config = decode(
            wire::bytes(wire::bytes(request, 2), 1),
            &Arguments::get().provider.block,
        )?;
        *self.defaults.borrow_mut() = Defaults::read(&config);
        Ok(Message::default())
    }

    fn validate_resource(&self, request: &[u8]) -> Answer {
        let name = wire::text(request, 1);
        let block = Arguments::get().resources.get(name).ok_or_else(|| unknown(name))?;
        let config = decode(wire::bytes(wire::bytes(request, 2), 1), &block.block)?;
        Ok(protocol::diagnostics(
            1,
            &blocks::validate(name, &config, &self.definitions),
        ))
    }

    fn validate_data_source(&self, request: &[u8]) -> Answer {
        let name = wire::text(request, 1);
        let block = Arguments::get().data_sources.get(name).ok_or_else(|| unknown(name))?;
        let config = decode(wire::bytes(wire::bytes(request, 2), 1), &block.block)?;
        Ok(protocol::diagnostics(1, &blocks::validate_data_source(&config)))
    }

    fn plan(&self, request: &[u8]) -> Answer {
        let name = wire::text(request, 1);
        let block = &Arguments::get().resources.get(name).ok_or_else(|| unknown(name))?.block;
        let value = |field| wire::bytes(wire::bytes(request, field), 1);
        let (prior, proposed, config) = (value(2), value(3), value(4));
        if is_null(proposed) {
            return Ok(protocol::planned(proposed, &[], &[]));
        }
        let planned = plan(
            name,
            block,
            &self.definitions,
            &self.defaults.borrow(),
            [prior, proposed, config],
        );
        let planned = planned.map_err(|error| garbled(&error))?;
        Ok(protocol::planned(
            &planned.state,
            &planned.replaces,
            &planned.diagnostics,
        ))
    }

    /// Only the form of the id can be looked at.
    fn import(&self, request: &[u8]) -> Message {
        let id = wire::text(request, 2);
        let (path, query) = id.split_once('?').unwrap_or((id, ""));
        let version = query.split('&').find_map(|part| part.strip_prefix("api-version="));
        let known = crate::ids::read(path)
            .ok()
            .and_then(|read| self.definitions.find(&read.resource_type));
        let problem = if version.is_none() && known.is_none() {
            let detail = format!("parsing Resource ID {id:?}: ID was missing the `api-version` element");
            Diagnostic::new("Invalid Resource ID", detail)
        } else {
            no_cloud("import")
        };
        protocol::not_imported(&[problem])
    }
}

fn schemas() -> Message {
    let arguments = Arguments::get();
    let mut message = Message::default();
    message.message(1, &arguments.provider.message());
    for (field, blocks) in [(2, &arguments.resources), (3, &arguments.data_sources)] {
        for (name, block) in blocks {
            let mut named = Message::default();
            named.text(1, name).message(2, &block.message());
            message.message(field, &named);
        }
    }
    message
}

/// The state as it is: the protocol takes the file's JSON back.
fn upgraded(request: &[u8]) -> Message {
    let json = wire::bytes(wire::bytes(request, 3), 1);
    let mut value = Message::default();
    value.bytes(2, json);
    let mut message = Message::default();
    message.message(1, &value);
    message
}

/// Nothing is changed: the state stays what it was.
fn applied(request: &[u8]) -> Message {
    let prior = wire::bytes(wire::bytes(request, 2), 1);
    let planned = wire::bytes(wire::bytes(request, 3), 1);
    let doing = match (is_null(prior), is_null(planned)) {
        (true, _) => "create",
        (_, true) => "delete",
        _ => "update",
    };
    protocol::answer(1, prior, 3, &[no_cloud(doing)])
}

fn no_cloud(doing: &str) -> Diagnostic {
    Diagnostic::new(
        "No cloud",
        format!(
            "cannot {doing}: the stand-in talks to no cloud yet; set ATG_TEST_AZAPI to the path of a real azapi provider"
        ),
    )
}

fn is_null(bytes: &[u8]) -> bool {
    bytes.is_empty() || bytes == [msgpack::NIL]
}

fn decode(bytes: &[u8], block: &Block) -> Result<Value, (Status, String)> {
    msgpack::read(bytes, &block.kind()).map_err(|error| garbled(&error))
}

fn garbled(error: &msgpack::Garbled) -> (Status, String) {
    (Status::InvalidArgument, error.to_string())
}

fn unknown(name: &str) -> (Status, String) {
    (Status::InvalidArgument, format!("the stand-in has no `{name}`"))
}
