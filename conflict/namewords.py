"""Words by which a name of a person is known: given names, surnames, titles; and heads of names that are no person's.

Folded, written by hand from what is common in Bolivia (SOURCE: general knowledge, no register of persons). A name that
is in no list is still seen by its capitals (`conflict.namelike`); the lists are for names that stand alone.
"""

GIVEN = frozenset(
    """
    abel abraham adela adolfo adrian adriana agustin alan alberto aldo alejandra alejandro alex alfonso alfredo alicia
    alvaro amalia ana anastacio andrea andres angelica antonia antonio ariel armando arturo basilia basilio beatriz
    benita benjamin benito bernardo bertha betty boris camila carla carlos carmen carmelo carolina casimiro
    catalina cecilia celia cesar claudia claudio clotilde cristian cristina cristobal damian
    daniel daniela dario david delia demetrio diego dionisia dionisio domitila donato doris edgar edmundo eduardo edwin
    efrain elena elias elisa eloy elsa elvira emilia emilio emma enrique erika ernesto esteban esther eugenia eugenio
    eulogio eusebio eva evelyn ezequiel fabian fabiola fatima felipe felix fermin fernanda fernando
    florencio florentino francisca francisco franz freddy gabriel gabriela genaro gerardo german gladys gloria gonzalo
    gregoria gregorio grover guadalupe guido guillermo gustavo hector henry herminia hernan hilaria hilarion hugo
    humberto ignacio ines irene iris isabel isidora isidro ismael ivan jacinta jacinto jaime janeth javier jeanine
    jesica jesus jhonny jimena joaquin joel johnny jorge jose josefa josefina juan juana juanito judith julia julian
    juliana julio justina justino karen karina laura lazaro leonardo leonor leticia lidia liliana lorena lorenzo
    lourdes lucas lucia lucio luis luisa magdalena maida manuel marcela marcelino marcelo marcos margarita maria
    mariana mario marisol marta martha martin mateo matilde mauricio melchor mercedes miguel milenka
    miriam monica nancy natalia nelly nelson nestor nicanor nicolas nicolasa noelia norah norma octavio
    olga omar oscar pablo pamela paola pascual pascuala patricia patricio paula paulina paulino pedro petrona
    policarpo porfirio rafael ramiro ramon raquel raul rebeca rene reyna ricardo rita roberto rocio rodolfo
    rodrigo rogelio rolando roman romulo ronald rosa rosalia rosmery roxana ruben rufina rufino ruth sabina
    sabino salome samuel sandra santiago sara saturnino saul sebastian segundina serafin sergio silvestre
    silvia simon simona sofia sonia susana tania telma teodora teodoro teofilo teresa tiburcio timoteo tito tomas tomasa
    ursula valentin valeria vanesa veronica vicente victor vilma virginia viviana walter wilfredo wilma wilson
    ximena yolanda zacarias zenobia zenon zulma
    """.split()  # noqa: SIM905 - a list of four hundred is read as lines
)

SURNAMES = frozenset(
    """
    acho aguilar aguirre alanoca alarcon alcon aliaga alvarez amurrio ancasi andrade apaza aranda aranibar arancibia
    arce arias arispe arteaga ayala ayaviri balboa ballivian barrientos bautista beltran benavides bernal
    borda bustamante bustillos caballero caceres callisaya calizaya camacho canaviri canqui cardenas
    cardozo carrasco carvajal castro catari cayo cespedes chambi chavez chino choquehuanca chuquimia
    chura claros colque condarco condori conde cordero cordova corrales cortez coria cruz cusi cutipa
    delgado diaz dominguez encinas escobar escalante espinoza estrada fernandez franco galarza
    gallardo gamarra garcia garnica gomez gonzales gonzalez guaman guarachi guerrero gutierrez guzman hernandez herrera
    hinojosa huallpa huanca huarachi huayta hurtado ibanez illanes iriarte jaldin jimenez justiniano laime lara laura
    ledezma limachi linares lima llanque lopez loza lozada machaca machicado magne maita maldonado
    mallku mamani marquez martinez mayta medina mejia mendez mendoza mendieta merida miranda molina
    montano montero morales moya murillo navarro nogales nunez ochoa ojeda olivera oporto oropeza orellana
    ortiz ortega ortuno ovando pacheco padilla panozo paredes parra paucara paxi pena peralta perez pinto poma ponce
    porco quenta quilla quino quintana quiroga quisbert quispe ramirez reynaga revollo ribera
    rivera rivero rocha rocabado rodriguez rojas romero ruiz saavedra salazar salinas salvatierra sanchez sandoval
    santander sejas siles silva sirpa soliz soria sosa soto suarez suxo tapia tarqui teran ticona tito
    torrez torres torrico tupa ugarte urquizo uriona valdez valencia vallejos vaca vargas vasquez vedia vega velasco
    velasquez vera vidal vilca villanueva villarroel villca villegas yana yapu yujra yucra zabala zambrana zapata zarate
    zeballos zenteno zubieta zuniga zurita
    """.split()  # noqa: SIM905
)

TITLES = frozenset(
    """
    abog abogada abogado alcalde alcaldesa alias apodada apodado arq cabo capitan cacique ciudadana ciudadano
    companera companero comunaria comunario concejal concejala conscripto coronel dirigenta dirigente diputada diputado
    don dona doctor doctora dr dra ejecutiva ejecutivo exalcalde exdirigente exministro fallecida fallecido gobernador
    gobernadora hermana hermano herida herido ing ingeniera ingeniero jilakata joven juez jueza lic licenciada
    licenciado lider lidereza llamada llamado magistrada magistrado maestra maestro mallku menor ministra ministro
    monsenor nina nino padre presidenta presidente prof profa profesor profesora secretaria secretario senor senora
    senador senadora senorita sargento sof sor sr sra sta suboficial teniente vicepresidenta vicepresidente victima
    viceministra viceministro vocera vocero defensor defensora responsable administrador administradora
    """.split()  # noqa: SIM905
)

HEADS = frozenset(
    """
    aduana aeropuerto agencia alcaldia alto ambiental ampliado ano apoyo area arzobispado asamblea
    asociacion avenida ayllu ayllus banco bartolina bartolinas barrio bono cabildo caja calle camara camino canal canton
    caritas carretera central centro cerro circunscripcion colegio colonia comando comision comite comunidad
    comunidades concejo confederacion conferencia consejo constitucion contraloria cooperativa coordinadora corte cruce
    decreto defensoria delegacion departamento diario direccion distrito ejercito empresa
    entidad escuela estado facultad federacion federaciones feria fiscalia fondo frente fuerza fuerzas fundacion
    gobernacion gobierno hospital iglesia ingenio instituto junta juntas juzgado lago ley los
    lunes marka martes mercado mesa miercoles jueves viernes sabado domingo enero febrero marzo abril mayo junio julio
    agosto septiembre octubre noviembre diciembre mina mineria minera ministerio movimiento mujeres municipio nacion
    naciones normal norte nacional oficina organizacion pacto parque partido pastoral periodico plan planta plaza plazo
    policia procuraduria programa proyecto provincia pueblo pueblos puente puerto radio red region regional registro
    renta reserva resolucion rio ruta salar san santa santo secretarias sector semana servicio sindicato
    sistema sub subalcaldia sud sur televisora terminal territorio tierras tranca transporte tribunal unidad union
    universidad urbanizacion valle viceministerio villa yacimiento yacimientos zona
    """.split()  # noqa: SIM905
)
"""With which names of bodies, places, days and rules begin: what follows one is not taken for a person."""

PARTICLES = frozenset({"de", "del", "la", "las", "los", "van", "von", "da", "dos", "di", "vda"})
