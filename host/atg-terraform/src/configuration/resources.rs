//! A configuration as the resources that fixes are proposed for.

use serde_json::{Map, Value};

use super::{BlockKind, Configuration};
use crate::overlay::Resources;

impl Resources for Configuration {
    fn arm_type(&self, address: &str) -> Option<String> {
        let block = self.find(address).filter(|block| block.kind() == BlockKind::Resource)?;
        Some(block.arm_type().to_owned())
    }

    fn of_type(&self, arm_type: &str) -> Vec<String> {
        let resources = self.blocks().filter(|block| block.kind() == BlockKind::Resource);
        let same = resources.filter(|block| block.arm_type().eq_ignore_ascii_case(arm_type));
        same.map(|block| block.address()).collect()
    }

    fn block(&self, address: &str) -> Option<Map<String, Value>> {
        let block = self.find(address).filter(|block| block.kind() == BlockKind::Resource)?;
        Some(block.body())
    }
}
