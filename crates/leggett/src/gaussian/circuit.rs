//! Components joined port to port, with loops.

use super::slh::Component;
use crate::{Error, Result};

/// One output or input: the component's number and its port.
type Port = (usize, usize);

/// Named components whose outputs lead to inputs, to named ports of the whole,
/// or nowhere; all of this has to be said, so that no output dangles. Inputs
/// that nothing leads to take the vacuum.
///
/// A beam splitter whose output comes back to it closes a loop, which is
/// resolved by [`Component::feedback`], without delay.
#[derive(Debug, Clone)]
pub struct Circuit {
    modes: usize,
    components: Vec<(String, Component)>,
    joints: Vec<(Port, Port)>,
    ports: Vec<(String, Port)>,
    lost: Vec<Port>,
}

/// A circuit as one component.
#[derive(Debug, Clone)]
pub struct Closed {
    /// Its outputs are the named ports, then what is lost.
    pub component: Component,
    /// The names of the first outputs, in the order in which they were given.
    pub ports: Vec<String>,
}

impl Circuit {
    /// Nothing yet, on this many modes.
    pub fn new(modes: usize) -> Self {
        Self {
            modes,
            components: Vec::new(),
            joints: Vec::new(),
            ports: Vec::new(),
            lost: Vec::new(),
        }
    }

    /// Adds a component under a name of its own.
    pub fn component(&mut self, name: &str, component: Component) -> Result<()> {
        if component.modes() != self.modes {
            let allowed = format!("{} as the circuit", self.modes);
            return refused("modes", component.modes().to_string(), allowed);
        }
        if self.components.iter().any(|(other, _)| other == name) {
            return contradicted("component", format!("`{name}` is defined twice"));
        }
        self.components.push((name.to_owned(), component));
        Ok(())
    }

    /// Leads an output to an input, both as (name, port).
    pub fn connect(&mut self, output: (&str, usize), input: (&str, usize)) -> Result<()> {
        let (from, to) = (self.output(output)?, self.find(input)?);
        if self.joints.iter().any(|(_, taken)| *taken == to) {
            let message = format!("input {} of `{}` is reached twice", input.1, input.0);
            return contradicted("connection", message);
        }
        self.joints.push((from, to));
        Ok(())
    }

    /// Leads light through components one after the other, in at the first
    /// number of each and out at the second.
    pub fn path(&mut self, stations: &[(&str, usize, usize)]) -> Result<()> {
        stations.windows(2).try_for_each(|pair| {
            let ((from, _, output), (to, input, _)) = (pair[0], pair[1]);
            self.connect((from, output), (to, input))
        })
    }

    /// Names an output of the whole.
    pub fn port(&mut self, name: &str, output: (&str, usize)) -> Result<()> {
        if self.ports.iter().any(|(other, _)| other == name) {
            return contradicted("port", format!("`{name}` is defined twice"));
        }
        let port = self.output(output)?;
        self.ports.push((name.to_owned(), port));
        Ok(())
    }

    /// Says that nobody sees this output.
    pub fn lose(&mut self, output: (&str, usize)) -> Result<()> {
        let port = self.output(output)?;
        self.lost.push(port);
        Ok(())
    }

    /// All of it as one component. Errors name an output that leads nowhere,
    /// and a loop that returns all light to itself. O(c m (m + n²)) for c
    /// connections among m ports of n modes.
    pub fn close(&self) -> Result<Closed> {
        self.no_dangling()?;
        let mut whole = Component::wires(self.modes, 0)?;
        let mut outputs = Vec::new();
        for (index, (_, component)) in self.components.iter().enumerate() {
            whole = whole.beside(component)?;
            outputs.extend((0..component.ports()).map(|port| (index, port)));
        }
        let mut inputs = outputs.clone();
        for (from, to) in &self.joints {
            let (output, input) = (position(&outputs, from), position(&inputs, to));
            whole = whole.feedback(output, input).map_err(|error| match error {
                Error::OutOfRange { value, allowed, .. } => Error::OutOfRange {
                    parameter: "connection",
                    value: format!("{} to {}, {value}", self.text(from), self.text(to)),
                    allowed,
                },
                other => other,
            })?;
            outputs.remove(output);
            inputs.remove(input);
        }
        let order = self.ports.iter().map(|(_, port)| port).chain(&self.lost);
        let order: Vec<usize> = order.map(|port| position(&outputs, port)).collect();
        Ok(Closed {
            component: whole.with_outputs(&order),
            ports: self.ports.iter().map(|(name, _)| name.clone()).collect(),
        })
    }

    fn no_dangling(&self) -> Result<()> {
        for (index, (_, component)) in self.components.iter().enumerate() {
            for port in (0..component.ports()).map(|port| (index, port)) {
                if !self.is_taken(&port) {
                    let message = format!(
                        "{} leads nowhere: connect it, name it, or lose it",
                        self.text(&port)
                    );
                    return contradicted("port", message);
                }
            }
        }
        Ok(())
    }

    fn is_taken(&self, output: &Port) -> bool {
        self.joints.iter().any(|(from, _)| from == output)
            || self.ports.iter().any(|(_, port)| port == output)
            || self.lost.contains(output)
    }

    /// An output that leads nowhere yet.
    fn output(&self, output: (&str, usize)) -> Result<Port> {
        let port = self.find(output)?;
        if self.is_taken(&port) {
            let message = format!("output {} of `{}` is used twice", output.1, output.0);
            return contradicted("connection", message);
        }
        Ok(port)
    }

    fn find(&self, (name, port): (&str, usize)) -> Result<Port> {
        let found = self.components.iter().position(|(own, _)| own == name);
        let Some(index) = found else {
            let names: Vec<&str> = self.components.iter().map(|(own, _)| &own[..]).collect();
            return refused("component", name.to_owned(), names.join(", "));
        };
        let ports = self.components[index].1.ports();
        if port >= ports {
            return refused(
                "port",
                format!("{port} of `{name}`"),
                format!("less than {ports}"),
            );
        }
        Ok((index, port))
    }

    fn text(&self, (index, port): &Port) -> String {
        format!("port {port} of `{}`", self.components[*index].0)
    }
}

/// Where a port is that is known to be there.
fn position(ports: &[Port], port: &Port) -> usize {
    ports
        .iter()
        .position(|other| other == port)
        .unwrap_or(ports.len())
}

fn refused<T>(parameter: &'static str, value: String, allowed: String) -> Result<T> {
    Err(Error::OutOfRange {
        parameter,
        value,
        allowed,
    })
}

fn contradicted<T>(parameter: &'static str, message: String) -> Result<T> {
    Err(Error::Contradiction { parameter, message })
}
